const place = document.getElementById("rate");
if (place !== null) {
  place.textContent = "";
}
