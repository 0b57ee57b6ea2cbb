/** QR codes from a picture, and from the camera, read in the page: nothing is sent anywhere. */

import { decodeQR } from "qr/decode.js";

/** Long enough for a hand that moves the next phone into place, short enough to feel at once. */
const LOOK_EVERY_MS = 150;
/** A photo of a screen is larger than its code needs. */
const SIDE_MAX = 1600;
/** A picture is worth some patience; of a camera the next frame comes soon. */
const PICTURE_MS_MAX = 1_500;
const FRAME_MS_MAX = 30;

/** @param {Blob} file @returns {Promise<string | null>} the text of its QR code, or null */
export async function readPicture(file) {
  const picture = await createImageBitmap(file);
  try {
    for (const side of [SIDE_MAX, SIDE_MAX / 2]) {
      const found = decoded(picture, picture, side, PICTURE_MS_MAX);
      if (found !== null) return found;
    }
    return null;
  } finally {
    picture.close();
  }
}

/**
 * @param {HTMLVideoElement} video where the trainer sees what the camera sees
 * @param {(text: string) => void} onRead called for every code, again and again while it is seen
 * @returns {Promise<() => void>} ends it
 * @throws {DOMException} when there is no camera, or it may not be used
 */
export async function watchCamera(video, onRead) {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: SIDE_MAX } },
  });
  video.srcObject = stream;
  await video.play();
  const timer = setInterval(() => {
    const size = { width: video.videoWidth, height: video.videoHeight };
    if (size.width === 0) return;
    const text = decoded(video, size, SIDE_MAX, FRAME_MS_MAX);
    if (text !== null) onRead(text);
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}

/**
 * @param {CanvasImageSource} source
 * @param {{ width: number, height: number }} size
 * @param {number} side the longest that is looked at
 * @param {number} timeLimit for second looks, in milliseconds
 */
function decoded(source, { width, height }, side, timeLimit) {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  try {
    return decodeQR(image, { timeLimit });
  } catch {
    return null; // there is none, or it is not to be made out
  }
}
