import type { Report } from './report.ts';

export const commentsReport: Report = {
  name: 'comments',
  summary: 'Print the comments that the profile carries.',
  argument: 'none',
  defaults: {},
  write: ({ profile }) => profile.comments,
};
