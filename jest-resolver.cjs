// Our sources import './x.js' (nodenext); under Jest the file on disk is './x.ts'.
module.exports = (request, options) => {
  if (/^\.{1,2}\//.test(request) && request.endsWith('.js') && !options.basedir.includes('node_modules')) {
    try {
      return options.defaultResolver(request.slice(0, -3) + '.ts', options);
    } catch {
      // a real .js file
    }
  }
  return options.defaultResolver(request, options);
};
