"""What a project says about the SDKs outside of its code: in dependency files, lock files and install lines.

Pure functions from text to edits and findings, one small file a format; `step` is the only one that knows files.
"""
