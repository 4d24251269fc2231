// internal: the pixels of half transparent images in a browser
import type { PixelBytes } from './pixel-bytes.js';

/** Kept, as browsers give few of them. */
let kept: WebGL2RenderingContext | undefined;

function openContext(): WebGL2RenderingContext | undefined {
  if (kept && !kept.isContextLost()) return kept;
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  kept = context ?? undefined;
  return kept;
}

/**
 * The pixels of a bitmap as it holds them, by way of a texture of WebGL: a canvas would multiply colours by alpha, round, and divide again.
 * Undefined where the browser has no WebGL, or the bitmap is larger than its textures.
 */
export function texturePixels(bitmap: ImageBitmap): PixelBytes | undefined {
  const { width, height } = bitmap;
  const gl = openContext();
  if (!gl || Math.max(width, height) > gl.getParameter(gl.MAX_TEXTURE_SIZE)) return undefined;
  const [texture, frame] = [gl.createTexture(), gl.createFramebuffer()];
  try {
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
    gl.bindFramebuffer(gl.FRAMEBUFFER, frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const data = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, data);
    return gl.getError() === gl.NO_ERROR ? { data, width, height, channels: 4 } : undefined;
  } finally {
    gl.deleteFramebuffer(frame);
    gl.deleteTexture(texture);
  }
}
