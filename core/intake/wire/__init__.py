"""The form of a package as both sides know it: written in `reports`, read in `core.intake`."""
