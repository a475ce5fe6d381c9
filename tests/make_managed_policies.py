"""Writes tui/store/managed-policies.gz: the AWS managed policies with their documents (`pip install '.[data]'`).

    python tests/make_managed_policies.py

Source: the AWS managed policies in moto, which are read from AWS. The file is two gzip members: the first has a record
of the source with version and licence and then one policy a line (name, path, version, tabs between); the second the
documents, JSON, one a line in the same order. Who looks for a name never unpacks the documents.
"""

import gzip
import json
import sys
from importlib.metadata import version
from pathlib import Path

from moto.iam.aws_managed_policies import aws_managed_policies_data

OUT = Path(__file__).parents[1] / "tui" / "store" / "managed-policies.gz"


def main() -> int:
    """Prints what was written."""
    policies = sorted(json.loads(aws_managed_policies_data).items())
    head = {
        "sources": [{"name": "moto", "version": version("moto"), "licence": "Apache-2.0"}],
        "as_of": max(one["UpdateDate"] for _, one in policies)[:10],
        "policies": len(policies),
    }
    index = [f"{name}\t{one['Path']}\t{one['DefaultVersionId']}" for name, one in policies]
    documents = [json.dumps(one["Document"], separators=(",", ":"), ensure_ascii=False) for _, one in policies]
    members = ("\n".join([json.dumps(head), *index]), "\n".join(documents))
    # mtime 0: the same data makes the same file
    OUT.write_bytes(b"".join(gzip.compress(one.encode(), 9, mtime=0) for one in members))
    print(f"{OUT.name}: {len(policies)} policies, {OUT.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
