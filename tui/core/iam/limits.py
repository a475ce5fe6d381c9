"""IAM's own limits.

Sources: botocore 1.44.5 service model for patterns and lengths (botocore itself enforces neither); IAM User Guide,
"IAM and AWS STS quotas", for sizes. Python's \\w also matches Hangul and Kana, hence re.ASCII everywhere.
"""

import re

ROLE_NAME_MAX = 64
POLICY_NAME_MAX = 128
INSTANCE_PROFILE_NAME_MAX = 128
PATH_MAX = 512
DESCRIPTION_MAX = 1000
SESSION_SECONDS_MIN, SESSION_SECONDS_MAX = 3600, 43200
TAGS_MAX = 50
TAG_KEY_MAX, TAG_VALUE_MAX = 128, 256
EXTERNAL_ID_MIN, EXTERNAL_ID_MAX = 2, 1224
POLICY_VERSIONS_MAX = 5

TRUST_POLICY_SIZE = 2048
"""Characters without white space; can be raised on request."""
MANAGED_POLICY_SIZE = 6144
INLINE_POLICIES_SIZE = 10240
"""Of all inline policies of one role together."""
INLINE_SIZES = {"user": 2048, "group": 5120, "role": INLINE_POLICIES_SIZE}
"""Of all inline policies of one principal together, by its kind."""
BUCKET_POLICY_SIZE = 20480
"""Bytes; S3 User Guide, "Bucket policies"."""
MANAGED_POLICIES_PER_ROLE = 10
"""Can be raised on request."""

NAME = re.compile(r"[\w+=,.@-]+", re.ASCII)
PATH = re.compile(r"/|/[\x21-\x7e]+/", re.ASCII)
DESCRIPTION = re.compile(r"[\t\n\r\x20-\x7e\xa1-\xff]*")
DOCUMENT = re.compile(r"[\t\n\r\x20-\xff]*")
SID = re.compile(r"[A-Za-z0-9]*", re.ASCII)
EXTERNAL_ID = re.compile(r"[\w+=,.@:/-]+", re.ASCII)
ACCOUNT_ID = re.compile(r"\d{12}", re.ASCII)
