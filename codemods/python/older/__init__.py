"""The SDKs before google-genai: their code is put into google-genai's words first, which the rest of the rooms read.

source → units (what hangs on one import) → the same program in google-genai's words → the whole way of google-genai → source

A unit goes this way as a whole or stays as it is. Nothing of the step in between is ever written to a file.
"""
