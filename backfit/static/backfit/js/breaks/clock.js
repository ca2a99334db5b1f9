// A worker that says once a second that time goes on. Browsers slow down the timers of a page in the background, to one
// a minute after a while, and leave those of a worker alone.
setInterval(() => postMessage(null), 1000);
