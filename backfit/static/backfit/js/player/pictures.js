// The picture of an exercise for a side: moving, or the still for who asked for less motion.
const still = matchMedia("(prefers-reduced-motion: reduce)");

export function wantsMotion(settings) {
  return settings.moving ?? !still.matches;
}

export class Pictures {
  constructor(device, pictures, settings) {
    this.device = device;
    this.pictures = pictures;
    this.settings = settings;
    this.kept = new Map();
  }

  of(item) {
    return this.pictures[item.figure?.digest] ?? null;
  }

  firstSide(item) {
    return this.of(item)?.drawn_side ?? "right";
  }

  // {address, mirrored}. A picture that is drawn for one side only is shown as it is; the other side is the same picture
  // seen in a mirror, so that it is neither fetched nor kept twice.
  shown(item, side) {
    const picture = this.of(item);
    if (!picture) return { address: "", mirrored: false };
    const mirrored = Boolean(picture.sides[side]) && side !== picture.drawn_side;
    if (!wantsMotion(this.settings)) return { address: picture.still, mirrored };
    if (picture.moving) return { address: picture.moving, mirrored };
    return { address: picture.sides[side] || picture.still, mirrored: false };
  }

  async source(address) {
    if (!address || !this.device) return address;
    if (!this.kept.has(address)) this.kept.set(address, this.device.picture(address));
    return this.kept.get(address);
  }

  // Into `place`; the picture before stays until this one is there, so that nothing flickers.
  async show(place, item, side, { small = false } = {}) {
    const { address, mirrored } = small ? { address: this.of(item)?.still ?? "" } : this.shown(item, side);
    const wanted = `${address} ${mirrored ? "mirrored" : ""}`;
    if (place.dataset.shown === wanted) return;
    place.dataset.shown = wanted;
    if (!address) {
      place.replaceChildren();
      return;
    }
    const image = new Image(600, 400);
    image.alt = small ? "" : this.of(item).alt;
    image.classList.toggle("mirrored", Boolean(mirrored));
    // One that moves may not have been kept, for want of room or to save data; its still always comes first.
    image.onerror = async () => {
      image.onerror = null;
      image.src = await this.source(this.of(item).still);
    };
    image.src = await this.source(address);
    await image.decode().catch(() => {});
    if (place.dataset.shown === wanted) place.replaceChildren(image);
  }
}
