// The page works without this. With it, answers come piece by piece and the conversation stays in view.
const answers = window.trustedTypes?.createPolicy("answers", { createHTML: (html) => html }) ?? { createHTML: (html) => html };

function withHtml(element, html) {
  element.insertAdjacentHTML("beforeend", answers.createHTML(html));
}

function posted(form, submitter) {
  return new URLSearchParams(new FormData(form, submitter));
}

async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const found = (rest + value).split("\n");
    rest = found.pop();
    yield* found.map((line) => JSON.parse(line));
  }
}

function turnOf(question, asked) {
  const turn = document.createElement("article");
  turn.className = "turn";
  const heading = document.createElement("h2");
  const unseen = document.createElement("span");
  unseen.className = "unseen";
  unseen.textContent = `${asked}: `;
  heading.append(unseen, question);
  const answer = document.createElement("div");
  answer.className = "answer";
  answer.setAttribute("aria-busy", "true");
  turn.append(heading, answer);
  document.getElementById("talk").append(turn);
  return [turn, answer];
}

function remember(form, question) {
  const kept = document.createElement("input");
  kept.type = "hidden";
  kept.name = "earlier";
  kept.value = question;
  const earlier = form.querySelectorAll("input[name=earlier]");
  if (earlier.length) earlier[earlier.length - 1].after(kept);
  else form.prepend(kept);
}

async function told(response, answer, status, form) {
  if (!response.ok) {
    status.textContent = form.dataset.busy;
    return false;
  }
  for await (const piece of lines(response)) {
    if (piece.part) withHtml(answer, piece.part);
    if ("status" in piece) status.textContent = piece.status;
  }
  return true;
}

async function ask(form, question) {
  const main = document.querySelector("form.ask");
  const status = document.getElementById("status");
  const body = posted(main);
  body.set("question", question);
  document.querySelector(".hero").classList.add("small");
  document.querySelector(".examples")?.remove();
  const [turn, answer] = turnOf(question, main.dataset.asked);
  turn.scrollIntoView({ block: "start" });
  try {
    const response = await fetch(main.action, { method: "POST", body, headers: { Accept: "application/x-ndjson" } });
    if (await told(response, answer, status, main)) remember(main, question);
    else turn.remove();
  } catch {
    status.textContent = main.dataset.gone;
    turn.remove();
  }
  answer.removeAttribute("aria-busy");
  turn.scrollIntoView({ block: "start" });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-ask]")) {
    event.preventDefault();
    const box = form.querySelector("textarea");
    const question = box ? box.value : event.submitter.value;
    if (!question.trim()) return;
    if (box) box.value = "";
    ask(form, question).finally(() => document.getElementById("question").focus({ preventScroll: true }));
  } else if (form.matches("[data-helped]")) {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: posted(form, event.submitter) }).then((response) => {
      if (response.ok) form.replaceChildren(form.dataset.helped);
    });
  }
});

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !box.matches?.("form.ask textarea")) return;
  event.preventDefault();
  box.form.requestSubmit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector("[data-copied]").textContent);
  button.textContent = button.dataset.done;
});

function offerCopying() {
  document.querySelectorAll("[data-copy][hidden]").forEach((button) => button.removeAttribute("hidden"));
}

offerCopying();
new MutationObserver(offerCopying).observe(document.body, { childList: true, subtree: true });
