"""The practice account: moto in a process of its own. The gateway's side imports neither moto nor boto3."""
