"""From a blueprint and what an account has to the calls that change it."""
