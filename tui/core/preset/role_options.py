"""What every role can have besides what its preset says; organisations often require the boundary."""

ROLE_OPTIONS: dict[str, str] = {
    "PERMISSIONS_BOUNDARY": "iam-policy-arn",
    "TAGS": "tags",
    "ROLE_PATH": "iam-path",
    "ROLE_DESCRIPTION": "iam-description",
    "MAX_SESSION_SECONDS": "session-seconds",
}
"""Token to value type; all optional, taken by `--set` like the preset's own placeholders."""
