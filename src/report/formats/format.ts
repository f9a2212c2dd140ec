/** Formats that any report can be written in instead of its own: for programs, spreadsheets and documents. */
export const FORMATS = ['json', 'csv', 'markdown'] as const;

export type Format = (typeof FORMATS)[number];
