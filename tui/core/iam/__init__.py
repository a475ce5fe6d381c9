"""The language of IAM: documents, ARNs, actions, principals, limits, wildcards."""
