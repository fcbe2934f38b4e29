#!/usr/bin/env python3
"""Compares what import made of a folder of posts with an independent reading: PyYAML's of the front matter, and, where the output of
oldposts.rb is given, Jekyll's of the paths. Needs PyYAML. Prints how many posts have each part right, and names the others.

	waidian import SITE/_posts && waidian export > out.jsonl
	python3 bench/oldposts.py SITE/_posts out.jsonl [posts.jsonl]

Exit status 1 if a part is right for fewer than 99 % of the posts."""
import collections, datetime, html, json, os, re, sys, urllib.parse
import yaml

folder, exported = sys.argv[1:3]
reports = [json.loads(line) for line in open(exported, encoding="utf-8")]
by_url = collections.defaultdict(list)
for r in reports:
    for u in {r["url"], r.get("canonical", "")}:
        by_url[u].append(r)
paths = {}
if len(sys.argv) > 3:
    for line in open(sys.argv[3], encoding="utf-8"):
        x = json.loads(line)
        url = urllib.parse.unquote(x["url"]).lstrip("/")
        paths[x["file"]] = url + "index.html" if url.endswith("/") else url
old = {p: r for r in reports for p in r.get("old_paths", [])}


def front(text):
    m = re.match(r"\ufeff?---\s*\n(.*?)\n---\s*(?:\n|$)", text, re.S)
    return yaml.safe_load(m[1])


def squeezed(s):
    return " ".join(html.unescape(str(s)).split())


def moment(d):
    if isinstance(d, datetime.datetime):
        return (d if d.tzinfo else d.replace(tzinfo=datetime.timezone.utc)).astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{d}T00:00:00Z"


right, wrong, total = collections.Counter(), collections.defaultdict(list), 0
for name in sorted(os.listdir(folder)):
    if not name.endswith((".md", ".markdown")):
        continue
    total += 1
    head = front(open(os.path.join(folder, name), encoding="utf-8").read())
    url = str(head.get("from") or "").strip()
    title = squeezed(head.get("title") or "")
    # The same address may be in several posts: the report that has this one's title, else any.
    there = sorted(by_url.get(url, []), key=lambda r: r["title"] != title)
    got = there[0] if there else {}
    authors = [a.strip() for a in re.split("[,;、]", squeezed(head.get("author") or "")) if a.strip()]
    for part, is_right in {
        "address": bool(there),
        "title": got.get("title") == title,
        "date": bool(got.get("published")) and moment(head["date"]) == moment(datetime.datetime.fromisoformat(got["published"])),
        "author": got.get("byline", []) == authors,
        "path": not paths or old.get(paths[name], {}).get("url") in {url, got.get("url")} and bool(there),
    }.items():
        if is_right:
            right[part] += 1
        else:
            wrong[part].append((name, got.get(part) or got.get("byline" if part == "author" else "published")))
low = False
for part in ["address", "title", "date", "author"] + (["path"] if paths else []):
    share = right[part] / total
    low = low or share < 0.99
    print(f"{part:8} {right[part]:6} of {total}  {100 * share:.2f} %")
    for name, got in wrong[part][:20]:
        print(f"         {name}: {got!r}")
sys.exit(low)
