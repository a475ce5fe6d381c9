"""Several presets as one path: shared values, one plan, and a sheet of what somebody needs next."""
