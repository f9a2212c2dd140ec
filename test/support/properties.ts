import fc from 'fast-check';

// Where a run decides about a landing it is the same every time; everywhere else properties look at new cases each time.
if (process.env['CI']) fc.configureGlobal({ seed: 20261123 });
