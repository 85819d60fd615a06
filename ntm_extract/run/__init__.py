"""Runs over many documents: cut into shards, read in processes, taken up where they stopped, published at once.

=============  ==============================================================================================
shards.py      documents in order → fixed lists of some hundred each
shard.py       one shard → finished files and a receipt; what earlier runs know is taken over
receipts.py    what is written down of a finished shard, and how damage to it is noticed
document.py    one document → its rows, whatever happens
supervise.py   who reads the shards: this process, or several that are watched and replaced
worker.py      what such a process does
assemble.py    finished shards → the folder that is published
beside.py      which columns of tables were read as what, and what was left out
corpus.py      all of it: sources in, tables and a summary out
text.py        one text at hand, without files
=============  ==============================================================================================
"""
