"""Pure: values and functions over them. Knows no screen, network, file, clock, environment or language."""
