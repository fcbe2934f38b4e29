# What Jekyll itself makes of the posts of a site, one JSON object a line: file, url, title, date, from, author. Needs the gem jekyll 4.
#
#	ruby -Eutf-8:utf-8 bench/oldposts.rb SITE > posts.jsonl
require "jekyll"
require "json"
Jekyll.logger.log_level = :error
config = Jekyll.configuration("source" => ARGV.fetch(0), "plugins" => [], "disable_disk_cache" => true, "future" => true)
site = Jekyll::Site.new(config)
site.reset
site.reader.read
site.posts.docs.each do |d|
  puts JSON.generate(file: File.basename(d.path), url: d.url, title: d.data["title"].to_s, date: d.date.utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
                     from: d.data["from"].to_s, author: d.data["author"].to_s)
end
