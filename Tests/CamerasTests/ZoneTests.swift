import Testing

struct `A zone` {
    @Test(arguments: [
        (
            "{ name: z, rule: motion, points: [[0,0],[1,0]] }",
            "'points' has 2 points; expected 3 or more"
        ),
        (
            "{ name: z, rule: motion, points: [[0,0],[0.5,0.5],[1,1]] }",
            "'points' enclose no area; expected a polygon's corners"
        ),
        (
            "{ name: z, rule: motion, points: [[0,0],[1.2,0],[1,1]] }",
            "x of 'points' is '1.2'; expected a fraction of the picture from 0 to 1"
        ),
        (
            "{ name: z, rule: motion, points: [[0,0],[1,-0.1],[1,1]] }",
            "y of 'points' is '-0.1'; expected a fraction of the picture from 0 to 1"
        ),
        (
            "{ name: z, rule: motion, points: [[0,0],[1,nan],[1,1]] }",
            "y of 'points' is 'nan'; expected a fraction of the picture from 0 to 1"
        ),
        (
            "{ name: z, rule: motion, points: [[0,0],[1],[1,1]] }",
            "'points' holds something that is no point; expected [x,y]"
        ),
        (
            "{ name: z, rule: motion }",
            "a zone has no 'points'; expected three corners or more"
        ),
        (
            "{ name: z, rule: crossing, line: [[0,0],[1,0],[1,1]] }",
            "'line' has 3 points; expected 2"
        ),
        (
            "{ name: z, rule: crossing, line: [[0,0],[0,0]] }",
            "'line' begins where it ends; expected two different points"
        ),
        (
            "{ name: z, rule: intrusion, hours: \"22-6\", points: [[0,0],[1,0],[1,1]] }",
            "'hours' is the text '22-6'; expected hours such as \"22:00-06:00\""
        ),
        (
            "{ name: z, rule: intrusion, hours: \"22:00-26:00\", points: [[0,0],[1,0],[1,1]] }",
            "'hours' is the text '22:00-26:00'; expected hours such as \"22:00-06:00\""
        ),
        (
            "{ name: z, rule: intrusion, hours: \"06:00-06:00\", points: [[0,0],[1,0],[1,1]] }",
            "'hours' ends when it begins; leave it out to arm the zone at any hour"
        ),
        (
            "{ name: z, rule: motion, priority: 5, points: [[0,0],[1,0],[1,1]] }",
            "'priority' is '5'; expected a whole number from 1 to 4 (1 is the highest)"
        ),
        (
            "{ name: z, rule: motion, hours: \"22:00-06:00\", points: [[0,0],[1,0],[1,1]] }",
            "'hours' has no place in a zone of rule 'motion'; it goes with intrusion"
        ),
        (
            "{ name: z, rule: intrusoin, points: [[0,0],[1,0],[1,1]] }",
            "'rule' is 'intrusoin'; expected motion, intrusion, crossing, loitering, ignore or "
                + "private; did you mean 'intrusion'?"
        ),
        (
            "{ name: z, rule: motion, pionts: 1, points: [[0,0],[1,0],[1,1]] }",
            "unknown key 'pionts'; did you mean 'points'?"
        ),
        (
            "{ name: whole, rule: motion, points: [[0,0],[1,0],[1,1]] }",
            "zone 'whole' bears the name of the whole picture; rename it"
        ),
        ("kerb", "a zone is text; expected a mapping with keys such as 'name:'"),
    ])
    func `that is wrong is refused at its line`(zone: String, message: String) throws {
        let found = try CityFolder.mistakes(
            inCameras: CityFolder.camera("    zones:\n      - \(zone)")
        )
        #expect(found.filter { !$0.contains("warning:") } == ["cameras/a.yaml:7: \(message)"])
    }

    @Test func `with the name of another is refused, naming both lines`() throws {
        #expect(
            try CityFolder.mistakes(
                inCameras: CityFolder.camera(
                    """
                        zones:
                          - { name: z, rule: motion, points: [[0,0],[1,0],[1,1]] }
                          - { name: z, rule: ignore, points: [[0,0],[1,0],[1,1]] }
                    """
                )
            ) == ["cameras/a.yaml:8: zone 'z' is there twice; first in line 7"]
        )
    }
}
