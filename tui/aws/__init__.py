"""The only importer of boto3, botocore and moto: sessions, the dry-run gate, observing, the practice account."""
