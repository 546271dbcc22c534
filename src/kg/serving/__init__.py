"""A finished graph served on this computer: SPARQL 1.1 Protocol, the explorer page, and things by their IRIs.

What a stranger sends is parsed and answered only in processes that can be ended (`worker`, `pool`). The server itself
takes requests apart (`protocol`, `negotiation`), turns strangers away (`guard`), and hands pages out (`pages`).
"""
