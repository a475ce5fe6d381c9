"""The optional linter (`pip install 'rolewizard[lint]'`), run in a child process that can reach no network."""
