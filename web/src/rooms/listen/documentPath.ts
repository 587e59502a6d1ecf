/** Where a document is read and coded. */
export const documentPath = (id: string) => `/listen/documents/${encodeURIComponent(id)}`;
