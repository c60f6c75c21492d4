"""Documents: how source is taken out of a file's bytes and put back."""

NOTEBOOKS = (".ipynb",)
PAGES = (".md", ".markdown", ".mdx", ".qmd", ".myst")
#: Pages that are only looked at.
TEXTS = (".rst",)
#: Shell scripts.
SHELL_SCRIPTS = (".sh", ".bash", ".zsh")
#: What may hold shell code, and what may hold JavaScript beside other code.
HOLDING_SHELL = (*SHELL_SCRIPTS, *PAGES, *NOTEBOOKS)
HOLDING_SCRIPTS = PAGES
#: What is read beside Python files and scripts.
SUFFIXES = (*NOTEBOOKS, *PAGES, *TEXTS)
