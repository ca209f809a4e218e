// Sends photos one by one, made smaller first, with progress and further tries where the line is poor.
// Without this file the form sends them all together; the server keeps each photo once either way.
"use strict";
(() => {
  const LONGEST = 2400; // pixels of the longer side, as the server keeps them
  const WAITS = [1000, 3000, 8000, 20000]; // milliseconds before each further try
  const form = document.querySelector("form[data-photos]");
  if (!form) return;
  const field = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-photos-list]");
  const status = form.querySelector("[data-photos-status]");
  const button = form.querySelector("button");
  const words = form.dataset;
  const fill = (text, named) => text.replace(/\{(\w+)\}/g, (_, name) => named[name]);
  const after = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const online = () => navigator.onLine ? Promise.resolve()
    : new Promise((done) => window.addEventListener("online", done, { once: true }));

  const shrink = async (file) => {
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const by = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
      if (by === 1 && file.type === "image/jpeg") return file;
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * by);
      canvas.height = Math.round(picture.height * by);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "white"; // a JPEG has no see-through parts
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
      return made && made.size < file.size ? made : file;
    } catch {
      return file; // the browser cannot read it: the server says whether it can
    }
  };

  const once = (data, name, show) => new Promise((done, fail) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("photos", data, name);
    const call = new XMLHttpRequest();
    call.open("POST", form.action);
    call.setRequestHeader("Accept", "application/json");
    call.timeout = 120000;
    call.upload.addEventListener("progress", (event) => event.lengthComputable && show(event.loaded / event.total));
    call.addEventListener("load", () => {
      if (call.status === 200 && call.getResponseHeader("Content-Type") === "application/json") done(JSON.parse(call.responseText));
      else fail(call.status >= 500 || call.status === 429 || call.status === 0 ? "again" : "never");
    });
    for (const event of ["error", "timeout", "abort"]) call.addEventListener(event, () => fail("again"));
    call.send(body);
  });

  const send = async (file, row) => {
    const bar = row.querySelector("progress");
    const says = row.querySelector("span");
    const data = await shrink(file);
    for (let tried = 0; ; tried += 1) {
      try {
        says.textContent = words.sending;
        const answer = await once(data, file.name, (share) => { bar.value = share; });
        bar.value = 1;
        const refused = answer.refused[0];
        says.textContent = refused ? refused.why : words.sent;
        if (refused) row.classList.add("wrong");
        return !refused;
      } catch (why) {
        if (why !== "again" || tried >= WAITS.length) {
          row.classList.add("wrong");
          says.textContent = words.failed;
          return false;
        }
        bar.removeAttribute("value");
        says.textContent = navigator.onLine ? words.waiting : words.offline;
        await online();
        await after(WAITS[tried]);
      }
    }
  };

  form.addEventListener("submit", async (event) => {
    const files = [...field.files];
    if (!files.length) return;
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    list.replaceChildren();
    const rows = files.map((file) => {
      const row = list.appendChild(document.createElement("li"));
      const name = row.appendChild(document.createElement("bdi"));
      const bar = row.appendChild(document.createElement("progress"));
      row.appendChild(document.createElement("span"));
      name.textContent = file.name;
      bar.value = 0;
      bar.max = 1;
      bar.setAttribute("aria-label", file.name);
      return row;
    });
    let kept = 0;
    for (const [place, file] of files.entries()) {
      status.textContent = fill(words.progress, { place: place + 1, count: files.length });
      if (await send(file, rows[place])) kept += 1;
    }
    status.textContent = fill(words.done, { kept, count: files.length });
    button.disabled = false;
    if (kept === files.length) {
      location.hash = "photos-title";
      location.reload();
    }
  });
})();
