// Makes the page of a survey lighter where JavaScript is there: the next part comes
// without a reload, what is answered is kept at once, pages are whole and their
// questions come as answers bring them, and what could not be sent waits for the
// connection. Without it all works as well, a page at a time.
(() => {
  const find = (selector) => document.querySelector(selector);
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  let sending = false;
  let timer = 0;
  let turn = 0; // of what was kept

  const say = (which) => {
    const status = find('[data-status]');
    if (status) status.textContent = status.dataset[which];
  };

  const bodyOf = (form, name, value) => {
    const all = new FormData(form);
    if (name) all.set(name, value);
    all.set('seen', [...form.querySelectorAll('[data-q]:not([hidden])')].map((q) => q.dataset.q).join(' '));
    // Files go along when a part is sent, and only then.
    return form.enctype.startsWith('multipart') && value !== 'keep' ? all : new URLSearchParams([...all].filter(([, v]) => typeof v === 'string'));
  };

  // Takes the rest of a page that was cut; a later part of one gives way to the whole.
  const whole = async () => {
    const form = find('form');
    if (form?.dataset.whole) {
      const answer = await fetch(`?page=${encodeURIComponent(form.dataset.whole)}`);
      if (answer.ok && form.isConnected) show(await answer.text(), answer.url, true);
      return;
    }
    const rest = find('template[data-go]');
    if (!rest) return;
    find('[value=next]').textContent = rest.dataset.go;
    rest.replaceWith(rest.content);
  };

  // Takes in the questions that wait for others as the server says they stand; what
  // was written in one that is worded anew stays. It gives the first that has come.
  const take = (form, html) => {
    let first;
    for (const now of new DOMParser().parseFromString(html, 'text/html').querySelectorAll('[data-q]')) {
      const was = form.querySelector(`[data-q="${CSS.escape(now.dataset.q)}"]`);
      if (!was) continue;
      const came = was.hidden && !now.hidden;
      if (was.dataset.as === now.dataset.as) {
        was.hidden = now.hidden;
        if (came) first ??= was;
        continue;
      }
      for (const old of was.querySelectorAll('input,select,textarea')) {
        const same = [...now.querySelectorAll(`[name="${CSS.escape(old.name)}"]`)].find((f) => f.type === old.type && (!/radio|checkbox/.test(f.type) || f.value === old.value));
        if (!same) continue;
        if (old.type === 'file') same.files = old.files;
        else same.value = old.value;
        same.checked = old.checked;
        if (old === document.activeElement) setTimeout(() => same.focus());
      }
      was.replaceWith(now);
      if (came) first ??= now;
    }
    return first;
  };

  const show = (html, address, same) => {
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
    const at = new URL(address);
    const key = find('form[data-keep] [name=page]');
    if (key) at.searchParams.set('page', key.value); // back and reload come here again
    history[same ? 'replaceState' : 'pushState'](null, '', at);
    void whole();
    scrollTo(0, 0);
    (find('.sum') ?? find('main')).focus();
  };

  // Sends a part until it arrives; what is on the page stays meanwhile.
  const send = async (form, button) => {
    if (sending) return;
    if (timer && button?.value === 'next' && form.querySelector('[data-q]')) {
      const came = await keep();
      if (came) {
        came.querySelector('input,select,textarea')?.focus();
        return;
      }
    }
    if (sending) return;
    sending = true;
    stop();
    say('sending');
    for (let pause = 1000; ; pause = Math.min(pause * 2, 15000)) {
      let busy = false;
      try {
        const answer = await fetch(form.action, { method: 'POST', body: bodyOf(form, button?.name, button?.value) });
        busy = answer.status >= 500;
        if (busy) throw new Error(answer.statusText);
        const html = await answer.text();
        if (answer.status === 410) say('closed'); // what was written stays, to be copied
        else show(html, answer.url);
        break;
      } catch {
        say(busy ? 'busy' : 'offline');
        await Promise.race([wait(pause), new Promise((done) => addEventListener('online', done, { once: true }))]);
      }
    }
    sending = false;
  };

  // The button says what it leads to by now: on, or to the end.
  const lead = (last) => {
    const button = find('[data-w]');
    if (last && button) button.textContent = button.dataset.w.split('|')[last];
  };

  const stop = () => {
    clearTimeout(timer);
    timer = 0;
  };

  const keep = async () => {
    stop();
    const form = find('[data-q]')?.closest('form') ?? find('form[data-keep]');
    if (!form || sending) return undefined;
    const mine = ++turn;
    let busy = false;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: bodyOf(form, 'go', 'keep') });
      busy = answer.status >= 500;
      if (answer.status === 410) return void say('closed');
      if (answer.status === 409) { // ended in another tab
        show(await (await fetch(location.pathname)).text(), location.href, true);
        return undefined;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      if (mine === turn) lead(answer.headers.get('last-page'));
      const came = answer.status === 200 && take(form, mine === turn ? await answer.text() : '');
      if (came) {
        say('more');
        return came;
      }
      if (form.dataset.keep && ![...form.elements].some((field) => field.files?.length)) say('kept');
    } catch {
      say(busy ? 'busy' : 'offline');
      stop();
      timer = setTimeout(() => void keep(), 5000);
    }
    return undefined;
  };

  addEventListener('submit', (event) => {
    if (event.target.method !== 'post') return;
    event.preventDefault();
    void send(event.target, event.submitter);
  });
  addEventListener('change', () => {
    stop();
    timer = setTimeout(() => void keep(), find('[data-q]') ? 50 : 600);
  });
  addEventListener('online', () => void keep());
  addEventListener('popstate', () => location.reload());
  void whole();
})();
