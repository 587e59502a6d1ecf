import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** Shapes of the server, by the names that the screens of topics use. */
export type Topic = Schemas['Topic'];
export type Said = Schemas['TopicSaid'];
export type Quote = Schemas['TopicQuote'];
export type Finding = Schemas['Finding'];
export type Touchpoint = Schemas['ListedTouchpoint'];
export type TopicMeasure = Schemas['TopicMeasure'];
