"""Files: presets and their index, the practice account's calls. The only importer of yaml and platformdirs."""
