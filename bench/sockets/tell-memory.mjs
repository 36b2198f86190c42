// Loaded into a server before its own code: collects garbage and tells what is left when its parent asks. It keeps nothing alive.
process.on('message', async (message) => {
  if (message !== 'tell memory') return;
  // Twice, with a pause: what finalizers let go of is collected by the second.
  globalThis.gc();
  await new Promise((resolve) => setTimeout(resolve, 200));
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  process.send({ heap: heapUsed + external });
});
// Its worker threads load this too, and have no channel.
process.channel?.unref();
