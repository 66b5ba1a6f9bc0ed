// Search in the answers on this page. Without it the page shows them all; with it, too, until somebody types.
"use strict";
(() => {
  const STOP = new Set(("a an the is are was be been am i you he she it we they me my your to of in on at for from with by as and or but if " +
    "do does did have has had can could will would what which who when where why how any some get got there not no").split(" "));
  const SHOWN = 12;                      // answers listed for a search: more is no choice
  const EXACT = 1, START = 0.8, PART = 0.5, TYPO = 0.45;
  const words = (text) => text.toLowerCase().normalize("NFKC").match(/[\p{L}\p{N}]+(?:[.][\p{N}]+)*/gu) || [];
  const told = (text) => { const all = words(text), some = all.filter((word) => !STOP.has(word)); return some.length ? some : all; };

  // Letters that differ, two that changed places counted once (optimal string alignment); `most` + 1 when there are more.
  const apart = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [], last = Array.from({length: b.length + 1}, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      before = last; last = row;
    }
    return last[b.length];
  };
  const likeness = (typed, word) => {
    if (typed === word) return EXACT;
    if (word.startsWith(typed)) return START;
    if (typed.length > 2 && word.includes(typed)) return PART;
    const most = typed.length > 7 ? 2 : typed.length > 3 ? 1 : 0;
    return most && apart(typed, word, most) <= most ? TYPO : 0;
  };

  const form = document.getElementById("_search"), input = document.getElementById("_words"), found = document.getElementById("_found");
  const results = document.getElementById("_results"), topics = document.getElementById("_topics");
  const sections = [...document.querySelectorAll("[data-topic]")];
  const entries = [...document.querySelectorAll("article")].map((article) => ({article, home: article.parentElement, weights: weigh(article)}));
  const where = new Map();               // word -> [[entry, weight], …]
  entries.forEach((entry) => entry.weights.forEach((weight, word) => where.set(word, [...(where.get(word) || []), [entry, weight]])));

  function weigh(article) {
    const weights = new Map();
    const add = (text, weight) => words(text).forEach((word) => weights.set(word, Math.max(weights.get(word) || 0, weight)));
    add(article.querySelector("[data-answer]").textContent, 1);
    add(article.parentElement.querySelector("h2").textContent, 1.5);
    add(article.id, 2);
    article.querySelectorAll("[data-phrasings] li").forEach((item) => add(item.textContent, 2));
    add(article.querySelector("h3").textContent, 3);
    return weights;
  }

  function search(text) {
    const scores = new Map();            // entry -> [words found, score]
    const typed = [...new Set(told(text))];
    typed.forEach((one) => {
      const best = new Map();
      where.forEach((list, word) => {
        const like = likeness(one, word), rare = Math.log(1 + entries.length / list.length);
        if (like) list.forEach(([entry, weight]) => best.set(entry, Math.max(best.get(entry) || 0, like * weight * rare)));
      });
      best.forEach((score, entry) => { const [n, sum] = scores.get(entry) || [0, 0]; scores.set(entry, [n + 1, sum + score]); });
    });
    const most = Math.max(0, ...[...scores.values()].map(([n]) => n));
    if (most * 2 < typed.length) return [];   // less than half of the words: not what was looked for
    const order = [...scores].filter(([, [n]]) => n === most).sort((a, b) => b[1][1] - a[1][1] || entries.indexOf(a[0]) - entries.indexOf(b[0]));
    return order.map(([entry]) => entry);
  }

  function show() {
    const text = input.value.trim();
    entries.forEach(({article, home}) => { home.append(article); article.hidden = false; });
    const best = text ? search(text) : [];
    sections.forEach((section) => { section.hidden = Boolean(text); });
    topics.hidden = Boolean(text);
    results.hidden = !best.length;
    best.slice(0, SHOWN).forEach(({article}) => results.append(article));
    found.textContent = !text ? "" : say(best.length);
  }
  const say = (count) => !count ? "Nothing found. Try other or fewer words, or ask in the room: people read back."
    : count === 1 ? "1 answer" : count > SHOWN ? `${SHOWN} of ${count} answers` : `${count} answers`;

  function follow() {                    // a link to an answer that the search has put away shows everything again
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.offsetParent !== null) return;
    input.value = "";
    show();
    target.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => { if (event.key === "Escape") { input.value = ""; show(); } });
  window.addEventListener("hashchange", follow);
  if (input.value) show();               // a browser that goes back keeps what was typed
})();
