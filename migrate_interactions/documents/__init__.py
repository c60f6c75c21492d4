"""Documents: how source is taken out of a file's bytes and put back."""

NOTEBOOKS = (".ipynb",)
PAGES = (".md", ".markdown", ".mdx", ".qmd", ".myst")
#: Pages that are only looked at.
TEXTS = (".rst",)
#: Shell scripts.
SHELL_SCRIPTS = (".sh", ".bash", ".zsh")
#: What is read beside Python files and scripts.
SUFFIXES = (*NOTEBOOKS, *PAGES, *TEXTS)
