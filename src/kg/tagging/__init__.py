"""The tagger of names: a linear model over jieba's words, run as look-ups in a table that ``kg train`` makes."""
