// Stands for a package that is only of use in development.
export default {};
