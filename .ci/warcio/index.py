# Compares indexes of a web archive line by line, field by field: that of waidian's export with that of another
# indexer, in whatever way each writes its JSON.
#
#   index.py OURS THEIRS
import json
import sys


def lines(name):
    with open(name, encoding='utf-8') as f:
        for line in f:
            key, time, fields = line.rstrip('\n').split(' ', 2)
            yield key, time, json.loads(fields)


ours, theirs = list(lines(sys.argv[1])), list(lines(sys.argv[2]))
for what, line in [('only ours', x) for x in ours if x not in theirs] + [('only theirs', x) for x in theirs if x not in ours]:
    print(what, *line)
if ours != theirs:
    sys.exit(f'{len(ours)} and {len(theirs)} lines, or their order, differ')
print(f'{len(ours)} lines of the index are the same')
