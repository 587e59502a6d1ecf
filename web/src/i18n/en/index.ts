import access from './access.json';
import collect from './collect.json';
import journey from './journey.json';
import people from './people.json';
import problems from './problems.json';
import purpose from './purpose.json';
import samples from './samples.json';
import segments from './segments.json';
import settings from './settings.json';
import shell from './shell.json';
import ui from './ui.json';
import understand from './understand.json';

export const catalogue = { access, collect, journey, people, problems, purpose, samples, segments, settings, shell, ui, understand };
