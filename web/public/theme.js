// Runs before the first paint, so that a chosen theme and language do not
// flash the other one. A file of its own: the page allows no inline script.
(function () {
  var root = document.documentElement;
  var theme = null;
  var language = null;
  try {
    theme = localStorage.getItem('balcony-theme');
    language = localStorage.getItem('balcony-language');
  } catch (e) {
    // Storage is refused in some private windows; the system's theme holds.
  }
  var dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  if (language === 'fr' || language === 'en') root.lang = language;
})();
