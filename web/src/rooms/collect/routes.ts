/** The room's screens; they hang below the shell. */
export const collectRoutes = [];
