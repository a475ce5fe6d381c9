"""rolewizard: from "does this AWS service need a role?" to a role that exists and works."""

__version__ = "0.1.0"
