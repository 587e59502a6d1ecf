import { describe, expect, it } from 'vitest';
import { asWords } from './asWords';

describe('the name of an event', () => {
  it.each([
    ['ticket_solved', 'Ticket solved'],
    ['order.delivered', 'Order delivered'],
    ['étape-franchie', 'Étape franchie'],
    ['Assign seriousness', 'Assign seriousness'],
    ['check_in at the desk', 'check_in at the desk'],
    ['_', '_'],
  ])('%s reads %s', (name, words) => expect(asWords(name)).toBe(words));
});
