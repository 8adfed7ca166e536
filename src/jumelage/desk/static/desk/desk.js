// The desk works without this file. It only brings the focus to what needs attention, which no markup can do.
const focusAttention = () => {
  const wanted = document.querySelector("[data-focus]");
  // A line that was just written down is followed by the next: its first field waits for it.
  const next = document.querySelector("[data-focus-first] :is(input:not([type=hidden]), select, textarea)");
  (wanted ?? next)?.focus();
};

// On a narrow screen the tab of the part that is open may stand beyond the edge.
const showTab = () => {
  const tabs = document.querySelector(".desk-tabs ul");
  const here = tabs?.querySelector("[aria-current]");
  if (here) tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - 16;
};

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", () => {
    showTab();
    focusAttention();
  });
} else {
  showTab();
  focusAttention();
}

// After "one more row" the focus goes to the first control of the new row, not back to the button below it.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.detail.target.classList.contains("desk-list")) return;
  const list = document.getElementById(event.detail.target.id);
  const rows = list ? list.querySelectorAll(".desk-row") : [];
  rows[rows.length - 1]?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});

// Office and institution of a known person fill in what nobody typed: empty fields, and what was kept from the last line.
// What somebody typed while they were on their way stays.
const untouched = (input) => input.value === input.defaultValue;
document.addEventListener("htmx:configRequest", ({ detail: { elt, parameters } }) => {
  if (elt.id !== "person-office") return;
  parameters.untouched = [...elt.querySelectorAll("input")].filter(untouched).map((input) => input.name).join(" ");
});
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "person-office") return;
  const asked = detail.requestConfig.parameters;
  const typed = [...detail.target.querySelectorAll("input")].some((input) => input.value !== asked[input.name]);
  if (typed) detail.shouldSwap = false;
});

// What was typed and not sent off is not lost by a wrong key: the browser asks before it leaves the page. A form that
// came back refused says so itself ("unsent"), for there what was typed is what stands there.
const isTouched = (control) => {
  if (control.type === "hidden" || !control.matches("input, select, textarea")) return false;
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  if (!control.options) return control.value !== control.defaultValue;
  const first = [...control.options].findIndex((option) => option.defaultSelected);
  return control.selectedIndex !== Math.max(first, 0);
};
let sent = null;
let isGivenUp = false;
document.addEventListener("submit", (event) => {
  sent = event.target;
});
document.addEventListener("click", (event) => {
  isGivenUp = Boolean(event.target.closest("[data-gives-up]"));
});
window.addEventListener("beforeunload", (event) => {
  if (isGivenUp) return;
  const unsent = [...document.querySelectorAll("form[data-typed]")].some(
    (form) => form !== sent && (form.dataset.typed === "unsent" || [...form.elements].some(isTouched)),
  );
  if (unsent) event.preventDefault();
});

// Enter sends a form off from a text box only; with Ctrl (or ⌘) it does so from every control.
document.addEventListener("keydown", (event) => {
  const form = event.target.form;
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form?.matches("[data-typed]")) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("[type=submit]"));
});
