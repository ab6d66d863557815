"""Faults made on purpose: mutants of workbooks, flipped bits, killed runs.

Each is a command (`python -m tests.faults.…`) and, in small, a test of the suite.
"""
