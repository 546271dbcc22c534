"""Knowledge graphs from Chinese news and policy text, with the sentence and the rule behind every edge."""

__version__ = "0.1.0"
