package import Domain

/// Someone's or something's stay in the picture.
package struct TruthEvent: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable {
        case person, car
    }

    /// Where it is in one picture.
    package struct Sighting: Sendable, Hashable {
        /// The picture's number, counted from the loop's first.
        package let picture: Int
        /// What can be seen of it, without its shadow.
        package let box: Box

        package init(picture: Int, box: Box) {
            self.picture = picture
            self.box = box
        }
    }

    package let kind: Kind
    /// In order; pictures in which it is hidden are left out. Never empty.
    package let sightings: [Sighting]

    package init(kind: Kind, sightings: [Sighting]) {
        precondition(!sightings.isEmpty, "what is never seen is no event")
        self.kind = kind
        self.sightings = sightings
    }

    package var firstPicture: Int { sightings[0].picture }
    package var lastPicture: Int { sightings[sightings.count - 1].picture }
}
