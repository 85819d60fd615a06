"""Runs over many documents: cut into shards, read in processes, taken up where they stopped, published at once.

corpus.py        all of it: sources in, tables and a summary out
target.py        where a run works and where its tables go: a folder, or a store and a folder of this machine
opening.py       files of many documents → those documents, in a process of their own
shards.py        documents in order → fixed lists of some hundred each
supervise.py     who reads the shards: processes that are watched and replaced
worker.py        what such a process does
shard.py         one shard → finished files and a receipt
shard_writer.py  the files of a shard, document after document
document.py      documents → their rows, whatever they do
earlier.py       what the published run knows of documents, and their rows
receipts.py      what is written down of a finished shard, and how damage to it is noticed
assemble.py      finished shards → the folder that is published
beside.py        which columns of tables were read as what, and what was left out
summary.py       what a run found, in numbers
text.py          one text at hand, without files
"""
