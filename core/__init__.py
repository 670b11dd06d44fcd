"""The station without its window: what it keeps, what may be done with it, how it is stored."""

VERSION = "0.1.0"
