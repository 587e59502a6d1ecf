// Makes the page of a survey lighter where JavaScript is there: the next part comes
// without a reload, what is answered is kept at once, and what could not be sent
// waits for the connection. Without it all works as well, a page at a time.
(() => {
  const find = (selector) => document.querySelector(selector);
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  let sending = false;
  let timer = 0;

  const say = (which) => {
    const status = find('[data-status]');
    if (status) status.textContent = status.dataset[which];
  };

  const bodyOf = (form, name, value) => {
    const all = new FormData(form);
    if (name) all.set(name, value);
    // Files go along when a part is sent, and only then.
    return form.enctype.startsWith('multipart') && value !== 'keep' ? all : new URLSearchParams([...all].filter(([, v]) => typeof v === 'string'));
  };

  const show = (html, address) => {
    const next = new DOMParser().parseFromString(html.replace(/<style.*?<\/style>/s, ''), 'text/html'); // its style is here
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    for (const part of ['header', 'main', 'footer']) {
      const old = find(part);
      const now = next.querySelector(part);
      if (old && now) old.replaceWith(now);
      else if (old) old.remove();
      else if (now) document.body.append(now);
    }
    history.pushState(null, '', address);
    scrollTo(0, 0);
    (find('.sum') ?? find('main')).focus();
  };

  // Sends a part until it arrives; what is on the page stays meanwhile.
  const send = async (form, button) => {
    if (sending) return;
    sending = true;
    clearTimeout(timer);
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
      try {
        const answer = await fetch(form.action, { method: 'POST', body: bodyOf(form, button?.name, button?.value) });
        if (answer.status >= 500) throw new Error(answer.statusText);
        show(await answer.text(), answer.url);
        break;
      } catch {
        say('offline');
        await Promise.race([wait(pause), new Promise((done) => addEventListener('online', done, { once: true }))]);
      }
    }
    sending = false;
  };

  const keep = async () => {
    const form = find('form[data-keep]');
    if (!form || sending) return;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: bodyOf(form, 'go', 'keep') });
      if (answer.status !== 204) throw new Error(answer.statusText);
      if (![...form.elements].some((field) => field.files?.length)) say('kept');
    } catch {
      say('offline');
      clearTimeout(timer);
      timer = setTimeout(() => void keep(), 5000);
    }
  };

  addEventListener('submit', (event) => {
    if (event.target.method !== 'post') return;
    event.preventDefault();
    void send(event.target, event.submitter);
  });
  addEventListener('change', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), 600);
  });
  addEventListener('online', () => void keep());
  addEventListener('popstate', () => location.reload());
})();
