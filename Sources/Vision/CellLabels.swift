/// Numbers connected cells: 8 neighbours, and over a gap of one cell.
struct CellLabels {
    private let shape: GridShape
    /// A cell's component, 1 and up; 0 where it belongs to none.
    private(set) var label: [Int32]
    private var wide: [Bool]
    private var parent: [Int32] = []
    /// How many components there are.
    private(set) var count = 0

    init(shape: GridShape) {
        self.shape = shape
        label = Array(repeating: 0, count: shape.count)
        wide = Array(repeating: false, count: shape.count)
    }

    mutating func mark(_ mask: [Bool]) {
        widen(mask)
        parent.removeAll(keepingCapacity: true)
        parent.append(0)
        let columns = shape.columns
        for row in 0..<shape.rows {
            for column in 0..<columns {
                let cell = row * columns + column
                guard wide[cell] else {
                    label[cell] = 0
                    continue
                }
                var found: Int32 = column > 0 ? label[cell - 1] : 0
                if row > 0 {
                    for near in max(0, column - 1)...min(columns - 1, column + 1) {
                        let other = label[cell - columns - column + near]
                        if other != 0 { found = found == 0 ? other : join(found, other) }
                    }
                }
                if found == 0 {
                    found = Int32(parent.count)
                    parent.append(found)
                }
                label[cell] = found
            }
        }
        number(mask)
    }

    /// A cell counts as set where it or a neighbour is: what is a cell apart then touches.
    private mutating func widen(_ mask: [Bool]) {
        let columns = shape.columns
        for cell in 0..<shape.count { wide[cell] = false }
        for row in 0..<shape.rows {
            for column in 0..<columns where mask[row * columns + column] {
                for y in row...min(row + 1, shape.rows - 1) {
                    for x in column...min(column + 1, columns - 1) { wide[y * columns + x] = true }
                }
            }
        }
    }

    private mutating func root(_ label: Int32) -> Int32 {
        var label = label
        while parent[Int(label)] != label {
            parent[Int(label)] = parent[Int(parent[Int(label)])]
            label = parent[Int(label)]
        }
        return label
    }

    private mutating func join(_ a: Int32, _ b: Int32) -> Int32 {
        let (a, b) = (root(a), root(b))
        let low = min(a, b)
        parent[Int(max(a, b))] = low
        return low
    }

    /// Gives each component that has a set cell the next number.
    private mutating func number(_ mask: [Bool]) {
        count = 0
        var numbers = [Int32](repeating: 0, count: parent.count)
        for cell in 0..<shape.count where label[cell] != 0 {
            guard mask[cell] else {
                label[cell] = 0
                continue
            }
            let top = Int(root(label[cell]))
            if numbers[top] == 0 {
                count += 1
                numbers[top] = Int32(count)
            }
            label[cell] = numbers[top]
        }
    }
}
