"use strict"
// On the page of a report: a button after the sentence that the address names, or after what is selected. It copies those sentences
// whole, with outlet and day, and the lasting address of the first. Without this script the page lacks the button alone.
{
  const words = document.currentScript.dataset
  const sentences = '.text span[id^="s"], #standfirst'
  const button = document.createElement("button"), told = document.createElement("span")
  let chosen = [], waiting

  button.type = "button"
  button.className = "quote"
  told.setAttribute("role", "status")
  told.className = "quoted"

  const named = () => [...document.querySelectorAll(sentences)].filter(e => "#" + e.id === location.hash)

  function offer(list) {
    if (list.length === chosen.length && list.every((e, i) => e === chosen[i])) return
    chosen = list
    told.textContent = ""
    button.textContent = words.copy
    button.remove()
    told.remove()
    list.at(-1)?.after(" ", button, " ", told)
  }

  function selected() {
    const s = getSelection(), within = document.activeElement === button
    if (s && !s.isCollapsed) {
      const list = [...document.querySelectorAll(sentences)].filter(e => s.containsNode(e, true))
      if (list.length > 0) return offer(list)
    }
    if (!within) offer(named())
  }

  function quotation() {
    const all = document.createRange(), at = new URL(words.at || location.href)
    all.setStartBefore(chosen[0])
    all.setEndAfter(chosen.at(-1))
    at.hash = chosen[0].id
    return all.toString().replace(/\s+/g, " ").trim() + "\n" + words.t + words.by + "\n" + at.href
  }

  // byField copies where a browser gives a page no clipboard: pages on a disk, and those without TLS.
  function byField(text) {
    const field = document.createElement("textarea")
    field.value = text
    field.className = "quoting"
    document.body.append(field)
    field.select()
    const done = document.execCommand("copy")
    field.remove()
    button.focus()
    return done
  }

  async function copy() {
    const text = quotation()
    let done = true
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      done = byField(text)
    }
    told.textContent = done ? words.copied : words.failed
  }

  button.addEventListener("pointerdown", e => e.preventDefault()) // keeps the selection
  button.addEventListener("click", copy)
  addEventListener("hashchange", () => offer(named()))
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting)
    waiting = setTimeout(selected, 250)
  })
  offer(named())
}
