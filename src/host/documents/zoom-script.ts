/**
 * What makes a picture move in a browser: dragging moves it, and the wheel makes it larger or smaller around the mouse.
 * It is text because it runs there as it stands. It begins with the size and place that the picture itself has.
 */
export const ZOOM_SCRIPT = `"use strict";
{
  const svg = document.currentScript.ownerSVGElement;
  let scale = 0.5, left = 0, top = 0;
  const place = () =>
    svg.getElementById("viewport").setAttribute("transform", \`translate(\${left},\${top}) scale(\${scale})\`);

  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    const steps = event.deltaY * [0.002, 0.05, 1][event.deltaMode];
    const next = Math.min(Math.max(scale * Math.exp(-steps), 0.01), 20);
    const { x, y } = svg.getBoundingClientRect();
    left += (event.clientX - x - left) * (1 - next / scale);
    top += (event.clientY - y - top) * (1 - next / scale);
    scale = next;
    place();
  }, { passive: false });

  let hand;
  svg.style.touchAction = "none";
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || hand) return;
    hand = event;
    svg.setPointerCapture(event.pointerId);
    svg.style.cursor = "grabbing";
  });
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerId !== hand?.pointerId) return;
    left += event.clientX - hand.clientX;
    top += event.clientY - hand.clientY;
    hand = event;
    place();
  });
  svg.addEventListener("lostpointercapture", () => {
    hand = undefined;
    svg.style.cursor = "";
  });
}
`;
