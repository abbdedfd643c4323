//! The Equal Earth projection.
//!
//! Šavrič, Patterson and Jenny, "The Equal Earth map projection", International Journal of Geographical Information
//! Science 33 (2019), equations 1 to 3, for a sphere of radius 1. Areas keep their proportions.

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// Degrees to the plane, y upwards. `lon` is counted from the central meridian.
pub(crate) fn project(lon: f64, lat: f64) -> (f64, f64) {
    let m = 3f64.sqrt() / 2.0;
    let theta = (m * lat.clamp(-90.0, 90.0).to_radians().sin()).asin();
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
    let x = lon.to_radians() * theta.cos() / (m * slope);
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    (x, y)
}

#[cfg(test)]
mod tests {
    use super::project;

    /// The extremes that the paper gives: the equator is 2.05 times as long as the central meridian.
    #[test]
    fn extremes() {
        let (x, y) = (project(180.0, 0.0).0, project(0.0, 90.0).1);
        assert!((x - 2.706_63).abs() < 1e-4, "{x}");
        assert!((y - 1.317_36).abs() < 1e-4, "{y}");
        assert!((x / y - 2.05458).abs() < 1e-3);
        assert!((project(180.0, 90.0).0 / x - 0.5922).abs() < 1e-2, "poles are lines");
    }
}
